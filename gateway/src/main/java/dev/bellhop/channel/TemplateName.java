package dev.bellhop.channel;

/// Which template: Meta knows one by its name and language together.
///
/// @param language such as `en_US`
public record TemplateName(String name, String language) {
    @Override
    public String toString() {
        return name + " (" + language + ")";
    }
}
