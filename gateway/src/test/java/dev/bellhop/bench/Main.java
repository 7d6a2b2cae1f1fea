package dev.bellhop.bench;

import dev.bellhop.people.PasswordTimes;
import dev.bellhop.web.Json;
import dev.bellhop.web.LimitTimes;

import java.time.Duration;
import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.Logger;

/// `./dev bench latency [seconds] [visitors] [messages a second]`, `./dev bench start [times]`,
/// `./dev bench webhook [seconds at the steady rate] [rate a second] [rounds of the closed loop]`,
/// `./dev bench relay [seconds at each rate] [rounds of each]`, `./dev bench widget [messages of
/// the long thread] [rounds of opening]`, `./dev bench panel [seconds] [agents] [messages a second]
/// [messages before]`, `./dev bench report [messages] [rounds]`, `./dev bench passwords [times]`,
/// `./dev bench limits [times]`, `./dev bench peers|peers-webhook|peers-chat|peers-idle [seconds]
/// [rounds]`, `./dev bench sockets [silent] [talking] [seconds] [messages a second] [coming back]`,
/// `./dev bench soak [minutes] [messages a second]`, `./dev bench growth [messages] [rounds]`,
/// `./dev bench scaling-tables [messages] [rounds]`, `./dev bench scaling-replica|scaling-galera
/// [seconds]`, `./dev bench scaling-nodes [seconds] [messages a second] [rounds]`.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.WARNING); // figures, and not how they came about
        var what = arguments.length == 0 ? "latency" : arguments[0];
        var numbers = Arrays.stream(arguments).skip(1).mapToInt(Integer::parseInt).toArray();
        var figures =
                switch (what) {
                    case "latency" ->
                            Latency.run(
                                    Duration.ofSeconds(at(numbers, 0, 30)),
                                    at(numbers, 1, 50),
                                    at(numbers, 2, 20));
                    case "start" -> Start.run(at(numbers, 0, 5));
                    case "webhook" ->
                            Webhooks.run(
                                    Duration.ofSeconds(at(numbers, 0, 20)),
                                    at(numbers, 1, 500),
                                    at(numbers, 2, 3));
                    case "relay" ->
                            Relaying.run(Duration.ofSeconds(at(numbers, 0, 20)), at(numbers, 1, 2));
                    case "cuts" ->
                            Cutting.run(
                                    Duration.ofSeconds(at(numbers, 0, 120)),
                                    at(numbers, 1, 200),
                                    at(numbers, 2, 4));
                    case "panel" ->
                            Panels.run(
                                    Duration.ofSeconds(at(numbers, 0, 30)),
                                    at(numbers, 1, 50),
                                    at(numbers, 2, 20),
                                    at(numbers, 3, 1_000_000));
                    case "report" -> Reporting.run(at(numbers, 0, 1_000_000), at(numbers, 1, 3));
                    case "lighthouse" -> Lighthouse.run(at(numbers, 0, 3));
                    case "passwords" -> PasswordTimes.run(at(numbers, 0, 100));
                    case "limits" -> LimitTimes.run(at(numbers, 0, 20_000));
                    case "widget" -> Widgets.run(at(numbers, 0, 2_000), at(numbers, 1, 5));
                    case "sockets" ->
                            Sockets.run(
                                    at(numbers, 0, 17_000),
                                    at(numbers, 1, 2_000),
                                    Duration.ofSeconds(at(numbers, 2, 30)),
                                    at(numbers, 3, 200),
                                    at(numbers, 4, 5_000));
                    case "scaling-tables" ->
                            ScalingTables.run(at(numbers, 0, 1_000_000), at(numbers, 1, 5));
                    case "scaling-replica" ->
                            ScalingReplica.run(Duration.ofSeconds(at(numbers, 0, 15)));
                    case "scaling-galera" ->
                            ScalingGalera.run(Duration.ofSeconds(at(numbers, 0, 15)));
                    case "scaling-nodes" ->
                            ScalingNodes.run(
                                    Duration.ofSeconds(at(numbers, 0, 15)),
                                    at(numbers, 1, 150),
                                    at(numbers, 2, 5));
                    case "growth" -> Growth.run(at(numbers, 0, 10_000_000), at(numbers, 1, 10));
                    case "soak" ->
                            Soak.run(Duration.ofMinutes(at(numbers, 0, 40)), at(numbers, 1, 100));
                    case "peers", "peers-webhook", "peers-chat", "peers-idle" ->
                            Peers.run(
                                    what, Duration.ofSeconds(at(numbers, 0, 5)), at(numbers, 1, 5));
                    default ->
                            throw new IllegalArgumentException(
                                    "latency, start, webhook, relay, cuts, panel, report,"
                                            + " lighthouse, passwords, limits, widget, sockets,"
                                            + " soak, growth, scaling-tables, scaling-replica,"
                                            + " scaling-galera, scaling-nodes or peers,"
                                            + " not "
                                            + what);
                };
        System.out.println(Json.text(figures));
        System.exit(0); // the clients' threads have nothing more to do
    }

    private static int at(int[] numbers, int index, int otherwise) {
        return index < numbers.length ? numbers[index] : otherwise;
    }
}
