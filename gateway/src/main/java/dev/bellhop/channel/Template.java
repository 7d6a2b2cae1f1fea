package dev.bellhop.channel;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.Optional;

/// A message template of an account, as Meta last told it.
///
/// @param metaId Meta's id of it
/// @param nextCategory what Meta announced to make of it
/// @param status `APPROVED` is the only one with which it can be sent
/// @param reason why it has this status, in Meta's words
/// @param named whether its variables have names; else they are numbered from 1
/// @param components Meta's own list
record Template(
        long id,
        String accountId,
        String metaId,
        TemplateName name,
        String category,
        Optional<String> nextCategory,
        String status,
        Optional<String> reason,
        Optional<String> quality,
        boolean named,
        JsonNode components,
        Instant syncedAt) {
    static final String APPROVED = "APPROVED";

    TemplateShape shape() {
        return TemplateShape.of(components, named);
    }

    boolean isApproved() {
        return status.equals(APPROVED);
    }
}
