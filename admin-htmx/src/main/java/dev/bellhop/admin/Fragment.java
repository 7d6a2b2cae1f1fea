package dev.bellhop.admin;

/// Something [Renderer] can draw: a whole page, or a part that an answer or the event stream
/// brings. A part is drawn by the same template whether it comes with the page or later.
public sealed interface Fragment
        permits SignIn,
                Resend,
                Welcome,
                LaterPage,
                CredentialsPage,
                TestStep,
                TestVerdict,
                WebhookPage,
                TeamsPage,
                RulesPage,
                TemplatesPage,
                AgentsPage,
                RolesPage,
                HoursPage,
                AppearancePage,
                SignInsPage,
                NotificationsPage,
                CannedPage,
                CannedChoices,
                Failure,
                InboxPage,
                ListPane,
                MoreRows,
                Opened,
                AssignSheet,
                SnoozeSheet,
                CloseSheet,
                BlockSheet,
                LabelSheet,
                SaveViewSheet,
                ViewsSheet,
                Replying,
                OlderEntries,
                CatchUp,
                Acted,
                BulkDone,
                NewEntries,
                FileChanged,
                Ticks,
                Typing,
                HeaderChanged,
                Rows,
                Counts,
                Myself,
                Pip {

    /// The template that draws this record, as a path in this module's template tree.
    String template();
}
