package dev.bellhop.torture;

import java.util.ArrayList;
import java.util.List;

/// Everybody who works during a run.
final class Crew {
    private final List<Visitor> visitors = new ArrayList<>();
    private final List<Agent> agents = new ArrayList<>();
    private final List<Customer> customers = new ArrayList<>();
    private final Admin admin;

    Crew(Options options, World world, int port, Mail mail, Journal journal, Shift shift) {
        var sites = world.sites();
        for (int i = 0; i < options.visitors(); i++) {
            visitors.add(
                    new Visitor(
                            i, sites.get(i % sites.size()), world, port, options, journal, shift));
        }
        for (int i = 0; i < world.agents().size(); i++) {
            agents.add(new Agent(i, world.agents().get(i), port, options, journal, shift));
        }
        var numbers = world.numbers();
        for (int i = 0; i < options.customers(); i++) {
            customers.add(
                    new Customer(
                            i, numbers.get(i % numbers.size()), mail, options, journal, shift));
        }
        admin = new Admin(world, port, options, journal, shift);
    }

    void begin() {
        visitors.forEach(Visitor::begin);
        agents.forEach(it -> Thread.ofVirtual().name("agent").start(it));
        customers.forEach(it -> Thread.ofVirtual().name("customer").start(it));
        Thread.ofVirtual().name("admin").start(admin);
    }

    int tabs() {
        return visitors.stream().mapToInt(it -> it.tabs().size()).sum();
    }

    List<Tab> allTabs() {
        return visitors.stream().flatMap(it -> it.tabs().stream()).toList();
    }

    /// Whether nobody has anything left to say.
    boolean isSilent() {
        return admin.isSettled() && agents.stream().allMatch(Agent::isSettled);
    }

    void reload() {
        allTabs().forEach(Tab::reload);
    }

    /// Has what each tab holds written down.
    void tellThreads(String when) {
        allTabs().forEach(it -> it.tellThread(when));
    }
}
