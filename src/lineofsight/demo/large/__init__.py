"""A company of any size: its shape in arrays, its tables as streams of rows."""
