package dev.bellhop.web;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.function.Supplier;

/// One kind of what is set up, as it stands in the document of all settings: by what people set and
/// nothing that the gateway makes by itself, such as ids and times. There is no secret in it.
///
/// @param name what it is called there
/// @param needs what a caller may who is shown it
/// @param things all that there is of it, in its order
public record SettingsPart(String name, Permission needs, Supplier<List<ObjectNode>> things) {}
