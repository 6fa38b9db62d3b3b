"""The database's revisions, applied when it is opened.

A new one is a file in `versions/` that names the one before as its `down_revision`. Released ones are never changed, and
none imports the models, which go on changing.
"""
