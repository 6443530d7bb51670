"""What goes in and out, as programs see it. Only fields named here can be read or written."""
