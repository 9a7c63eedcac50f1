"""Pages of the marketplace's operators: every conversation, its journal, and what an alias means."""
