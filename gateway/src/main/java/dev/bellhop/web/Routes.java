package dev.bellhop.web;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.PathMatchers;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerResponse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// The one list of HTTP routes. Every room adds its routes here, each with the access it asks for,
/// so that the list can be walked by a test and no route is open by accident.
public final class Routes {

    private static final String API = "/api/v1/";

    /// A route as it was added.
    public record Route(Method method, String path, Access access) {}

    private final HttpRouting.Builder routing;
    private final Guard guard;
    private final UnaryOperator<Handler> once;
    private final List<Route> all = new ArrayList<>();

    public Routes(HttpRouting.Builder routing, Guard guard) {
        this(routing, guard, UnaryOperator.identity());
    }

    /// @param once what stands around every POST of the API, so that what is sent twice is done
    ///   once
    public Routes(HttpRouting.Builder routing, Guard guard, UnaryOperator<Handler> once) {
        this.routing = routing;
        this.guard = guard;
        this.once = once;
    }

    /// Answers GET, and HEAD with the same head; a handler need not know of it.
    public Routes get(String path, Access access, Handler handler) {
        return add(Method.GET, path, access, handler);
    }

    public Routes post(String path, Access access, Handler handler) {
        return add(Method.POST, path, access, path.startsWith(API) ? once.apply(handler) : handler);
    }

    public Routes put(String path, Access access, Handler handler) {
        return add(Method.PUT, path, access, handler);
    }

    public Routes patch(String path, Access access, Handler handler) {
        return add(Method.PATCH, path, access, handler);
    }

    public Routes delete(String path, Access access, Handler handler) {
        return add(Method.DELETE, path, access, handler);
    }

    public Routes options(String path, Access access, Handler handler) {
        return add(Method.OPTIONS, path, access, handler);
    }

    /// Answers `method_not_allowed` where a path is known by other methods only; called once, after
    /// all rooms have added their routes.
    public void refuseOtherMethods() {
        var methods = new LinkedHashMap<String, Set<String>>();
        for (Route route : all) {
            methods.computeIfAbsent(route.path(), _ -> new TreeSet<>()).add(route.method().text());
        }
        methods.values().stream()
                .filter(allowed -> allowed.contains(Method.GET.text()))
                .forEach(allowed -> allowed.add(Method.HEAD.text()));
        methods.forEach((path, allowed) ->
                routing.any(
                        path,
                        (_, response) -> {
                            response.header(HeaderNames.ALLOW, String.join(", ", allowed));
                            throw Refusal.of(Code.METHOD_NOT_ALLOWED);
                        }));
    }

    /// Mounts files that Helidon serves by itself, with what it knows of `If-None-Match` and types.
    ///
    /// @param cacheControl what browsers and proxies are told of a file that is there
    public Routes files(String path, Access.Open access, String cacheControl, HttpService files) {
        all.add(new Route(Method.GET, path + "/*", access));
        var reading = Method.predicate(Method.GET, Method.HEAD);
        routing.route(
                        reading,
                        PathMatchers.create(path + "/*"),
                        (_, response) -> {
                            response.beforeSend(() -> keep(response, cacheControl));
                            response.next();
                        })
                .register(path, files)
                .route(
                        reading,
                        PathMatchers.create(path + "/*"),
                        (_, _) -> {
                            throw Refusal.of(Code.NOT_FOUND);
                        });
        return this;
    }

    /// A file that is missing may be there after the next release, so its absence is not kept.
    private static void keep(ServerResponse response, String cacheControl) {
        int status = response.status().code();
        if (status == Status.OK_200.code() || status == Status.NOT_MODIFIED_304.code()) {
            response.header(HeaderNames.CACHE_CONTROL, cacheControl);
        }
    }

    /// Every route, in the order in which they were added.
    public List<Route> all() {
        return List.copyOf(all);
    }

    private Routes add(Method method, String path, Access access, Handler handler) {
        all.add(new Route(method, path, access));
        route(method, path, access, handler);
        if (method.equals(Method.GET)) {
            route(
                    Method.HEAD,
                    path,
                    access,
                    (request, response) ->
                            handler.handle(request, HeadResponse.of(request, response)));
        }
        return this;
    }

    private void route(Method method, String path, Access access, Handler handler) {
        switch (access) {
            case Access.Open open -> {
                open.limit().ifPresent(it -> routing.route(method, path, guard.count(it)));
                routing.route(method, path, handler);
            }
            case Access.Near near ->
                    routing.route(method, path, guard.knock(near))
                            .route(method, path, guard.check(near))
                            .route(method, path, handler);
            case Access.SignedIn _, Access.Needs _ ->
                    routing.route(method, path, guard.identify())
                            .route(method, path, guard.check(access))
                            .route(method, path, handler);
        }
    }
}
