package dev.bellhop.admin;

/// The pages of Chat Settings, in the order of the navigation beside them.
public enum Section {
    CREDENTIALS("credentials", "WhatsApp credentials", "key", Group.CHANNEL),
    INBOX_PHONES("inbox-phones", "Inbox phones", "phone", Group.CHANNEL),
    WEBHOOK("webhook", "Webhook", "hook", Group.CHANNEL),
    TEMPLATES("templates", "Message templates", "doc", Group.CHANNEL),
    AGENTS("agents", "Agents", "users", Group.TEAM),
    TEAMS("teams", "Teams", "team", Group.TEAM),
    ROLES("roles", "Roles", "shield", Group.TEAM),
    API_TOKENS("api-tokens", "API tokens", "key", Group.TEAM),
    RULES("rules", "Routing rules", "route", Group.TEAM),
    CANNED("canned", "Canned responses", "bolt", Group.TEAM),
    HOURS("hours", "Business hours & away", "clock", Group.WEBSITE),
    FOLLOW_UP("follow-up", "Answer times & closing", "bolt", Group.WEBSITE),
    APPEARANCE("appearance", "Widget appearance", "palette", Group.WEBSITE),
    PRIVACY("privacy", "Privacy & retention", "shield", Group.WEBSITE),
    NOTIFICATIONS("notifications", "Notifications", "mark", Group.YOU),
    SIGN_INS("sign-ins", "Your sign-ins", "lock", Group.YOU);

    /// What stands above some of them.
    public enum Group {
        CHANNEL("Channel"),
        TEAM("Team"),
        WEBSITE("Website"),
        YOU("You");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    private final String slug;
    private final String title;
    private final String icon;
    private final Group group;

    Section(String slug, String title, String icon, Group group) {
        this.slug = slug;
        this.title = title;
        this.icon = icon;
        this.group = group;
    }

    public String path() {
        return "/admin/settings/" + slug;
    }

    public String title() {
        return title;
    }

    public String icon() {
        return icon;
    }

    public Group group() {
        return group;
    }
}
