"""Plan files into the record and out of it: preview, import, quarantine, undo, export."""
