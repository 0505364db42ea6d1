"""What may stand on the record and in which order: docs/protocol/{requests,setup,polls,count}.md, one file a room.

These rules change with the format of entries; nothing in `amin.crypto` does.
"""
