"""Where plants crowd and where high values lie beside each other."""
