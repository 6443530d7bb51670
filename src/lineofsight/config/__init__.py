"""Where the parts are joined: settings, root addresses, the server's entrance."""
