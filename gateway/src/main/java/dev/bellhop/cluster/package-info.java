/// What gateways that work beside each other share: who of them is there ([Nodes]), the one way to
/// Redis (or Valkey, which speaks the same), what they tell each other over it ([Bus]), and what
/// all of them hold in memory ([Copies]). It knows nothing of what is told or held; whoever keeps
/// something in Redis goes on without it while it is away.
@NullMarked
package dev.bellhop.cluster;

import org.jspecify.annotations.NullMarked;
