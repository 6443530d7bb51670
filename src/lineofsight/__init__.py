"""Line of Sight: a linter for strategy."""

__version__ = "0.1.0"
