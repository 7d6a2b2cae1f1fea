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
/// @param asOf when Meta said so, or was asked
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
        Instant asOf) {
    static final String APPROVED = "APPROVED";

    Template withStatus(String nextStatus, Optional<String> why) {
        return with(category, nextCategory, nextStatus, why, quality);
    }

    Template withQuality(String score) {
        return with(category, nextCategory, status, reason, Optional.of(score));
    }

    Template withCategory(String present, Optional<String> coming) {
        return with(present, coming, status, reason, quality);
    }

    private Template with(
            String present,
            Optional<String> coming,
            String nextStatus,
            Optional<String> why,
            Optional<String> score) {
        return new Template(
                id,
                accountId,
                metaId,
                name,
                present,
                coming,
                nextStatus,
                why,
                score,
                named,
                components,
                asOf);
    }

    TemplateShape shape() {
        return TemplateShape.of(components, named);
    }

    boolean isApproved() {
        return status.equals(APPROVED);
    }
}
