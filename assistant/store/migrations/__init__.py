"""How Alembic runs the database's revisions, which are applied when it is opened.

Each store has its own in its `migrations` folder; a new one names the newest of all as its `down_revision`, so that they make
one history. Released ones are never changed, and none imports the tables' classes, which go on changing.
"""
