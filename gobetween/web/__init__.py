"""The web door: pages for buyers, sellers and operators, and the demo's mailroom."""
