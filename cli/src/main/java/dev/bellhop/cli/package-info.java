/// The `bellhop` command. Each verb is a class that reads its options, asks the gateway's API, and
/// prints the answer; what the business rules are, only the gateway knows.
@NullMarked
package dev.bellhop.cli;

import org.jspecify.annotations.NullMarked;
