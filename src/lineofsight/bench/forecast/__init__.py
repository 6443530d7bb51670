"""The forecast bench: is the forecast as good as it says, and better than a naive one."""
