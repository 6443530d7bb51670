"""The demo organisation, Halvorsen Water, and companies like it of any size.

``build.build`` writes Halvorsen Water as it stands on a day; ``manifest`` says which findings it
must give and which it must not; ``scale`` makes larger ones. They give plain rows and know nothing
of the engine that reads them.
"""
