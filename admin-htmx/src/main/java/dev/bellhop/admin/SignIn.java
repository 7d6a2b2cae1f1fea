package dev.bellhop.admin;

import java.util.Optional;

/// The sign-in page.
///
/// @param house what the business and its address are called: "Juniper & Co. · chat.example.com"
/// @param email what was typed before, or nothing
/// @param next the path to go on to, a path of this panel
/// @param notice why the last try failed, or that the session has ended
/// @param kept what they sent after their session had ended
/// @param provider what single sign-on is called here; empty without
/// @param paused too many tries: the button waits, the notice says how long
public record SignIn(
        String house,
        String email,
        String next,
        Optional<Notice> notice,
        Optional<Kept> kept,
        boolean paused,
        String provider)
        implements Fragment {
    @Override
    public String template() {
        return "people/sign-in.jte";
    }

    public String providerPath() {
        return "/admin/sign-in/openid?next=" + Paths.encoded(next);
    }
}
