"""Run by Alembic: applies revisions within the transaction that `migrating.py` has begun."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    version_table=context.config.attributes["version_table"],
    # Both databases roll a table's creation back; Alembic does not trust SQLite's driver with it.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
