package dev.bellhop.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/// What a page's main thread did, from Chromium's trace: its tasks, and of the longest what it was
/// made of. Times are the thread's own processor time: a machine that is busy with other things
/// makes tasks last longer, and is not what is measured.
final class MainThread {
    /// A task longer than this is felt, and counts as long everywhere.
    private static final double LONG_MILLIS = 50;

    private static final String TASK = "RunTask";
    private static final int PARTS_MAX = 8;

    private MainThread() {}

    /// @param trace the JSON of a trace
    static ObjectNode of(byte[] trace) {
        var events =
                StreamSupport.stream(Json.read(trace).path("traceEvents").spliterator(), false)
                        .toList();
        var threads =
                events.stream()
                        .filter(it -> it.path("name").asText().equals("thread_name"))
                        .filter(it -> it.at("/args/name").asText().equals("CrRendererMain"))
                        .map(MainThread::thread)
                        .toList();
        var own =
                events.stream()
                        .filter(it -> it.path("ph").asText().equals("X"))
                        .filter(it -> threads.contains(thread(it)))
                        .toList();
        var tasks =
                own.stream()
                        .filter(it -> it.path("name").asText().endsWith(TASK))
                        .sorted(Comparator.comparingDouble(MainThread::millis).reversed())
                        .toList();
        var figures =
                Json.object()
                        .put("tasks", tasks.size())
                        .put("long_tasks", tasks.stream().filter(MainThread::isLong).count())
                        .put(
                                "busy_ms",
                                rounded(tasks.stream().mapToDouble(MainThread::millis).sum()));
        if (!tasks.isEmpty()) {
            figures.put("longest_task_ms", rounded(millis(tasks.getFirst())));
            figures.set("longest_task", parts(tasks.getFirst(), own));
        }
        return figures;
    }

    private static String thread(JsonNode event) {
        return event.path("pid").asText() + "/" + event.path("tid").asText();
    }

    private static double millis(JsonNode event) {
        return event.path("tdur").asDouble() / 1_000;
    }

    private static boolean isLong(JsonNode task) {
        return millis(task) > LONG_MILLIS;
    }

    /// Scripts, styles, layout and paint within a task, by their milliseconds; one may be part of
    /// another.
    private static ObjectNode parts(JsonNode task, List<JsonNode> events) {
        double from = task.path("ts").asDouble();
        double to = from + task.path("dur").asDouble();
        var parts = new TreeMap<String, Double>();
        for (var event : events) {
            double at = event.path("ts").asDouble();
            if (!event.equals(task)
                    && thread(event).equals(thread(task))
                    && at >= from
                    && at + event.path("dur").asDouble() <= to) {
                parts.merge(name(event), millis(event), Double::sum);
            }
        }
        var node = Json.object();
        parts.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(PARTS_MAX)
                .forEach(part -> node.put(part.getKey(), rounded(part.getValue())));
        return node;
    }

    private static String name(JsonNode event) {
        var data = event.at("/args/data");
        var function = data.path("functionName").asText("");
        var file = data.path("url").asText("").replaceFirst("^.*/", "").replaceFirst("\\?.*", "");
        return event.path("name").asText()
                + (function.isEmpty() ? "" : " " + function)
                + (file.isEmpty() ? "" : " in " + file.replaceFirst("-[A-Z0-9]{8}", ""));
    }

    static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
