package dev.bellhop.people;

/// By which gateway an agent is connected, and whether they are away there.
record There(String node, boolean away) {}
