"""What people and programs read of an assessment: one module a topic, with its words, document, rows and sentences."""
