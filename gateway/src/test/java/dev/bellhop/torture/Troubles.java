package dev.bellhop.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Makes the plan's troubles happen, each when its time has come and beside those that are not over
/// yet.
final class Troubles implements Runnable {
    /// Whom they happen to.
    record Targets(
            GatewayServer gateway,
            DatabaseServer database,
            Proxy clients,
            Proxy toDatabase,
            Proxy toGraph,
            GraphFaults graph,
            Mail mail,
            Disk disk,
            GatewayClock clock) {}

    private final List<Trouble> plan;
    private final Targets on;
    private final Journal journal;
    private final Shift shift;
    private final Dice dice;
    private final List<Thread> running = new ArrayList<>();

    Troubles(Options options, Targets on, Journal journal, Shift shift) {
        this.plan = Trouble.plan(options);
        this.on = on;
        this.journal = journal;
        this.shift = shift;
        this.dice = Dice.of(options.seed(), "trouble as it happens");
    }

    List<Trouble> plan() {
        return List.copyOf(plan);
    }

    @Override
    public void run() {
        long began = System.nanoTime();
        for (var trouble : plan) {
            long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            if (!shift.rests(Math.max(0, trouble.atMillis() - now))) {
                break;
            }
            running.add(Thread.ofVirtual().name("trouble").start(() -> happen(trouble)));
        }
        for (var thread : running) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void happen(Trouble trouble) {
        journal.note(
                "trouble",
                "kind",
                Options.name(trouble.kind()),
                "millis",
                trouble.millis(),
                "size",
                trouble.size());
        double share = trouble.size() / 100.0;
        switch (trouble.kind()) {
            case GATEWAY_KILL -> on.gateway().kill(trouble.millis());
            case DATABASE_KILL -> on.database().kill();
            case GATEWAY_PAUSE ->
                    lasts(trouble, () -> on.gateway().pause(), () -> on.gateway().resume());
            case DATABASE_PAUSE ->
                    lasts(trouble, () -> on.database().pause(), () -> on.database().resume());
            case CLIENTS_RESET -> on.clients().reset(share, dice);
            case DATABASE_RESET -> on.toDatabase().reset(share, dice);
            case GRAPH_RESET -> on.toGraph().reset(share, dice);
            case CLIENTS_LOSE_ANSWERS -> on.clients().loseAnswers(1 + trouble.size() / 5);
            case DATABASE_LOSE_ANSWERS -> on.toDatabase().loseAnswers(1 + trouble.size() / 20);
            case GRAPH_LOSE_ANSWERS -> on.toGraph().loseAnswers(1 + trouble.size() / 20);
            case CLIENTS_DELAY -> delays(trouble, on.clients(), trouble.size() * 3L);
            case DATABASE_DELAY -> delays(trouble, on.toDatabase(), 1 + trouble.size() / 8L);
            case GRAPH_DELAY -> delays(trouble, on.toGraph(), trouble.size() * 8L);
            case DATABASE_CUT ->
                    lasts(trouble, () -> on.toDatabase().cut(), () -> on.toDatabase().mend());
            case GRAPH_CUT -> lasts(trouble, () -> on.toGraph().cut(), () -> on.toGraph().mend());
            case GRAPH_ERRORS ->
                    lasts(
                            trouble,
                            () -> on.graph().errors(share * 0.6),
                            () -> on.graph().errors(0));
            case GRAPH_SILENCE ->
                    lasts(
                            trouble,
                            () -> on.graph().silence(share * 0.5),
                            () -> on.graph().silence(0));
            case MAIL_STORM ->
                    lasts(trouble, () -> on.mail().storm(true), () -> on.mail().storm(false));
            case DISK_FULL -> {
                if (on.disk().isMounted()) {
                    lasts(trouble, () -> on.disk().fill(), () -> on.disk().free());
                }
            }
            case CLOCK_JUMP -> jump(trouble);
        }
    }

    private void delays(Trouble trouble, Proxy line, long millis) {
        lasts(trouble, () -> line.delay(millis), () -> line.delay(0));
    }

    private void lasts(Trouble trouble, Runnable begins, Runnable ends) {
        begins.run();
        boolean _ = shift.waits(trouble.millis());
        ends.run();
    }

    /// On by up to half an hour, which stays; or back by up to eight seconds, as a clock is set
    /// right.
    private void jump(Trouble trouble) {
        long millis = trouble.size() > 50 ? trouble.size() * 18_000L : trouble.size() * -160L;
        journal.note("clock.jump", "millis", millis, "off", on.clock().jump(millis));
    }

    /// Everything works again.
    void heal() {
        on.clients().mend();
        on.toDatabase().mend();
        on.toGraph().mend();
        on.graph().fair();
        on.mail().storm(false);
        on.disk().free();
        on.gateway().resume();
        on.database().resume();
    }
}
