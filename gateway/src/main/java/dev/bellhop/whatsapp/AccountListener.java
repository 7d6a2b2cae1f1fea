package dev.bellhop.whatsapp;

/// Whoever wants to hear what Meta tells about accounts, numbers and templates. A repeat of a
/// notification is a repeat of the call; what is thrown is tried again and holds up what comes
/// after it for the same account.
public interface AccountListener {

    /// Something happened to a template of a channel's account.
    void templateChanged(long channelId, Item.TemplateChange change);

    /// Something happened to a channel's account, or to its number. Where Meta names the number,
    /// only its channel hears of it.
    void accountChanged(long channelId, Item.AccountChange change);
}
