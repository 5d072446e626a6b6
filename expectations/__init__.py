"""Tables declared once, and the expectations built on the declarations."""
