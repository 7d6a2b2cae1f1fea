package dev.bellhop.admin;

import java.util.Optional;

/// The whole inbox, with or without an open conversation.
///
/// @param sheet what is asked about the conversation
public record InboxPage(
        Shell shell, ListPane list, Optional<ThreadPane> thread, Optional<Fragment> sheet)
        implements Fragment {
    @Override
    public String template() {
        return "inbox/page.jte";
    }

    public String title() {
        return thread.map(open -> open.header().customer().name() + " · Inbox · Bellhop")
                .orElse("Inbox · Bellhop");
    }
}
