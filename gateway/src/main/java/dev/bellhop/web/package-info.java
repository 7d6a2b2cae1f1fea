/// What every HTTP face stands on: routes that name the permission they need, one table of
/// refusals, who is calling, request ids, rate limits, JSON. It knows HTTP and nothing of Bellhop's
/// subjects; every room above may use it.
@NullMarked
package dev.bellhop.web;

import org.jspecify.annotations.NullMarked;
