package dev.bellhop.sandbox;

import dev.bellhop.web.Json;

import java.time.Duration;

/// Tells the business what Meta has changed about its number.
final class NumberNews {
    private final Sandbox.Settings settings;
    private final Courier courier;
    private final Lane lane;
    private final SkippingClock clock;

    NumberNews(Sandbox.Settings settings, Courier courier, Lane lane, SkippingClock clock) {
        this.settings = settings;
        this.courier = courier;
        this.lane = lane;
        this.clock = clock;
    }

    /// The number may send more from now on; how much, the number itself says.
    void tellUpgrade() {
        var body = Json.object();
        body.put("object", "whatsapp_business_account");
        var entry = body.putArray("entry").addObject();
        entry.put("id", settings.accountId());
        entry.put("time", clock.wire().getEpochSecond());
        var change = entry.putArray("changes").addObject();
        change.putObject("value")
                .put("display_phone_number", settings.businessNumber())
                .put("event", "THROUGHPUT_UPGRADE")
                .put("max_daily_conversations_per_business", "TIER_2K");
        change.put("field", "phone_number_quality_update");
        lane.after(Duration.ZERO, () -> courier.carry(lane, body, () -> {}));
    }
}
