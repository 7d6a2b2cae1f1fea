package dev.bellhop.admin;

import java.util.List;
import java.util.Optional;

/// What surrounds every page of Chat Settings.
///
/// @param here the page that is shown
/// @param sections those that this agent may open
/// @param trouble what is wrong with the gateway itself
public record Settings(
        Shell shell, Section here, List<Section> sections, Optional<Notice> trouble) {
    public Settings {
        sections = List.copyOf(sections);
    }

    public List<Section> of(Section.Group group) {
        return sections.stream().filter(section -> section.group() == group).toList();
    }

    public String title() {
        return here.title() + " · Chat Settings · Bellhop";
    }
}
