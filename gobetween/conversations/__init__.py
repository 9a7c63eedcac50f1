"""The record: conversations, their messages and files, and every copy on its way out."""
