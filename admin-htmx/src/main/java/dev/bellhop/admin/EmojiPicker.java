package dev.bellhop.admin;

/// The emoji for the composer.
public record EmojiPicker() implements Fragment {
    @Override
    public String template() {
        return "inbox/emoji-picker.jte";
    }
}
