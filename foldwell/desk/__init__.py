"""The desk: what belongs to one machine comes in (printers, the mail server), and finished editions go to people."""
