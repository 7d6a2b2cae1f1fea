package dev.bellhop.admin;

/// Asks whether somebody is really to be blocked.
///
/// @param name who it is
/// @param onWhatsApp whether they write on WhatsApp, where nothing can keep them from it
/// @param open whether the conversation could be closed as well
public record BlockSheet(String code, String name, boolean onWhatsApp, boolean open)
        implements Fragment {
    @Override
    public String template() {
        return "inbox/block-sheet.jte";
    }

    public String path() {
        return "/admin/c/" + code + "/block";
    }
}
