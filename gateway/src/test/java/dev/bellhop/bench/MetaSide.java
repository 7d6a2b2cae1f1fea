package dev.bellhop.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;

/// Meta as a business meets it: takes every message at once, and tells a little later that it was
/// sent, and that it was delivered.
final class MetaSide implements AutoCloseable {
    private static final int TELLERS = 8;
    private static final long SENT_AFTER_MILLIS = 100;
    private static final long DELIVERED_AFTER_MILLIS = 400;
    private static final Pattern CALLBACK =
            Pattern.compile("\"biz_opaque_callback_data\":\"([^\"]+)\"");
    private static final Pattern PHONE = Pattern.compile("\"to\":\"(\\d+)\"");

    private final Business business;
    private final OnTheWay way;
    private final Map<String, Business.Shop> byPhone = new ConcurrentSkipListMap<>();
    private final Map<String, AtomicInteger> counts = new ConcurrentSkipListMap<>();
    private final ScheduledExecutorService tellers = Executors.newScheduledThreadPool(TELLERS);
    private final List<Line> opened = new ArrayList<>();
    private final ThreadLocal<Line> lines;
    private final QuickGraph graph;

    /// @param way of the visitors' messages
    /// @param port of the gateway to tell; asked once for each connection
    MetaSide(Business business, OnTheWay way, IntSupplier port) throws IOException {
        this.business = business;
        this.way = way;
        business.shops().forEach(shop -> byPhone.put(shop.waId(), shop));
        this.lines = ThreadLocal.withInitial(() -> open(port.getAsInt()));
        this.graph = new QuickGraph(this::called);
    }

    String url() {
        return graph.url();
    }

    /// How often what happened.
    Map<String, AtomicInteger> counts() {
        return counts;
    }

    private synchronized Line open(int port) {
        var line = new Line(port);
        opened.add(line);
        return line;
    }

    private void called(String wamid, String body) {
        var messages = way.called(body);
        messages.forEach(_ -> count("visitors' messages at Graph"));
        if (messages.isEmpty()) {
            count("others at Graph");
        }
        var callback = CALLBACK.matcher(body);
        var phone = PHONE.matcher(body);
        if (callback.find() && phone.find()) {
            var shop = byPhone.get(phone.group(1));
            if (shop != null) {
                tell(shop, wamid, callback.group(1), "sent", SENT_AFTER_MILLIS);
                tell(shop, wamid, callback.group(1), "delivered", DELIVERED_AFTER_MILLIS);
            }
        }
    }

    private void tell(
            Business.Shop shop, String wamid, String callback, String status, long afterMillis) {
        if (!tellers.isShutdown()) {
            var _ =
                    tellers.schedule(
                            () -> tell(shop, wamid, callback, status),
                            afterMillis,
                            TimeUnit.MILLISECONDS);
        }
    }

    private void tell(Business.Shop shop, String wamid, String callback, String status) {
        try {
            count("statuses answered " + business.tell(lines.get(), shop, wamid, callback, status));
        } catch (UncheckedIOException e) {
            lines.remove();
            count("statuses that found nobody");
        }
    }

    private void count(String what) {
        var _ = counts.computeIfAbsent(what, _ -> new AtomicInteger()).incrementAndGet();
    }

    @Override
    public synchronized void close() {
        tellers.shutdownNow();
        opened.forEach(Line::close);
        graph.close();
    }
}
