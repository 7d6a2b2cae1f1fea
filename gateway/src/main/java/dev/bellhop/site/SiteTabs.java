package dev.bellhop.site;

import dev.bellhop.admin.Section;
import dev.bellhop.admin.SiteTab;

import java.util.List;
import java.util.Optional;

/// The way from one site to another on a page that shows one of them.
final class SiteTabs {
    private SiteTabs() {}

    static List<SiteTab> of(Sites sites, Section section, Optional<Site> here) {
        return sites.all().stream()
                .map(site ->
                        new SiteTab(
                                site.name(),
                                section.path() + "/" + site.id(),
                                here.filter(one -> one.id() == site.id()).isPresent()))
                .toList();
    }
}
