package dev.bellhop.people;

import static dev.bellhop.web.Access.proved;

import dev.bellhop.admin.Section;
import dev.bellhop.panel.Callers;
import dev.bellhop.panel.Panel;
import dev.bellhop.panel.SettingsFrames;
import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.BodyBudget;
import dev.bellhop.web.Code;
import dev.bellhop.web.Cookies;
import dev.bellhop.web.Ids;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/// Where agents make passkeys, name them and remove them.
final class PasskeyPages {
    private static final String SIGN_INS = Section.SIGN_INS.path();
    private static final String ALL = SIGN_INS + "/passkeys";
    private static final Access OWN = proved(SettingsFrames.access(Section.SIGN_INS));

    private final PasskeyDesk desk;
    private final Doorstep doorstep;
    private final Panel panel;
    private final BodyBudget bodies;

    PasskeyPages(PasskeyDesk desk, Doorstep doorstep, Panel panel, BodyBudget bodies) {
        this.desk = desk;
        this.doorstep = doorstep;
        this.panel = panel;
        this.bodies = bodies;
    }

    void register(Routes routes) {
        routes.post(ALL + "/options", OWN, this::ask)
                .post(ALL, OWN, this::add)
                .post(ALL + "/{id}/remove", OWN, this::remove);
    }

    private void ask(ServerRequest request, ServerResponse response) {
        var asked = desk.forMaking(Callers.agent(request));
        doorstep.challenge(response, asked.challenge());
        Answers.json(response, asked.options());
    }

    private void add(ServerRequest request, ServerResponse response) {
        var caller = Callers.agent(request);
        var form = KeptForms.single(bodies.longForm(request, response));
        desk.add(
                caller,
                doorstep.cookie(request, Cookies.Kind.CHALLENGE).orElse(""),
                form.getOrDefault("credential", ""),
                form.getOrDefault("name", ""));
        panel.sendTo(response, SIGN_INS + "?passkey=added");
    }

    private void remove(ServerRequest request, ServerResponse response) {
        long id = Ids.ofPath(request).orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
        desk.passkeys().remove(Callers.agent(request), id);
        panel.sendTo(response, SIGN_INS + "?passkey=removed");
    }
}
