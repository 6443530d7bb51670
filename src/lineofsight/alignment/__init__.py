"""Whether goals hang together: the check over the record, its findings and their life."""
