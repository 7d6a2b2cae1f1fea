package dev.bellhop.admin;

/// How late it is where a customer is. The page goes on counting by itself.
///
/// @param zone their time zone, as their browser names it
/// @param words "11:48"
/// @param place "Madrid"
public record TheirClock(String zone, String words, String place) {}
