package dev.bellhop.cli;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A gateway's settings as one YAML file: the same settings are the same file.
final class SettingsFile {
    private static final String VERSION = "version";
    private static final int CURRENT = 1;

    private SettingsFile() {}

    /// What a gateway has; what it makes by itself, such as ids and times, is left out.
    static Document of(Map<SettingsKind, List<Document>> settings) {
        var file = new LinkedHashMap<String, @Nullable Object>();
        file.put(VERSION, CURRENT);
        settings.forEach((kind, things) ->
                file.put(kind.word(), things.stream().map(it -> kept(kind, it)).toList()));
        return new Document(file);
    }

    /// As people keep it.
    static String yaml(Document file) {
        return new Dump(
                        DumpSettings.builder()
                                .setDefaultFlowStyle(FlowStyle.BLOCK)
                                .setDereferenceAliases(true)
                                .build())
                .dumpToString(file.members());
    }

    private static Map<String, @Nullable Object> kept(SettingsKind kind, Document thing) {
        var kept = new LinkedHashMap<String, @Nullable Object>();
        kind.members().forEach(member -> kept.put(member, thing.members().get(member)));
        return kept;
    }

    /// Reads a file.
    ///
    /// @throws Failure `USAGE` for what is no such file, with the line where it goes wrong
    static Map<SettingsKind, List<Document>> read(String text) {
        try {
            var settings = LoadSettings.builder().setAllowDuplicateKeys(false).build();
            check(new Compose(settings).composeString(text).orElseThrow(SettingsFile::empty));
            if (!(new Load(settings).loadFromString(text) instanceof Map<?, ?> file)) {
                throw empty();
            }
            var read = new EnumMap<SettingsKind, List<Document>>(SettingsKind.class);
            for (var kind : SettingsKind.values()) {
                if (file.get(kind.word()) instanceof List<?> things) {
                    read.put(kind, things(kind, things));
                }
            }
            return read;
        } catch (YamlEngineException e) {
            throw new Failure(
                    Exit.USAGE,
                    "This is no YAML.",
                    String.valueOf(e.getMessage()),
                    "Mend the file; bellhop settings export writes one.");
        }
    }

    private static Failure empty() {
        return new Failure(
                Exit.USAGE,
                "There are no settings in this file.",
                "It is no object with teams, labels, canned, sites or rules.",
                "See what one looks like: bellhop settings export");
    }

    private static List<Document> things(SettingsKind kind, List<?> things) {
        var read = new ArrayList<Document>();
        var keys = new HashSet<String>();
        for (var thing : things) {
            var members = new LinkedHashMap<String, @Nullable Object>();
            if (thing instanceof Map<?, ?> map) {
                map.forEach((name, value) -> members.put(String.valueOf(name), value));
            }
            var one = new Document(members);
            var key =
                    one.text(kind.key())
                            .orElseThrow(() ->
                                    new Failure(
                                            Exit.USAGE,
                                            "One of the "
                                                    + kind.word()
                                                    + " has no "
                                                    + kind.key()
                                                    + ".",
                                            "By that it is known.",
                                            "Give it one."));
            if (!keys.add(key)) {
                throw new Failure(
                        Exit.USAGE,
                        "Two of the " + kind.word() + " have the " + kind.key() + " " + key + ".",
                        "They cannot be told apart.",
                        "Rename one of them, here and at the gateway.");
            }
            read.add(one);
        }
        return read;
    }

    /// A name that nobody knows is mostly one that was written wrong.
    private static void check(Node root) {
        var kinds = new HashSet<String>(Set.of(VERSION));
        for (var kind : SettingsKind.values()) {
            kinds.add(kind.word());
        }
        names(root, kinds);
        if (!(root instanceof MappingNode file)) {
            return;
        }
        for (var entry : file.getValue()) {
            var kind = SettingsKind.named(name(entry.getKeyNode()));
            if (kind.isPresent() && entry.getValueNode() instanceof SequenceNode things) {
                things.getValue().forEach(thing -> names(thing, kind.get().members()));
            }
        }
    }

    private static void names(Node node, Set<String> known) {
        if (!(node instanceof MappingNode mapping)) {
            return;
        }
        for (var entry : mapping.getValue()) {
            var name = name(entry.getKeyNode());
            if (!known.contains(name)) {
                var line =
                        entry.getKeyNode()
                                .getStartMark()
                                .map(Mark::getLine)
                                .map(it -> " in line " + (it + 1))
                                .orElse("");
                throw new Failure(
                        Exit.USAGE,
                        "Nobody knows " + name + line + ".",
                        "There are: " + String.join(", ", known.stream().sorted().toList()) + ".",
                        "Mend the file.");
            }
        }
    }

    private static String name(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }
}
