package dev.bellhop.cluster;

/// Under which name a gateway takes work that others could take as well.
public interface Claimant {
    /// Somebody beside whom there is nobody: for work on a database that no node has said to use.
    Claimant ALONE =
            new Claimant() {
                @Override
                public String id() {
                    return "alone";
                }

                @Override
                public boolean isHeld() {
                    return true;
                }
            };

    /// The name; it is another one after the node was taken for gone.
    String id();

    /// Whether the others still know that it is there, so that it may take something.
    boolean isHeld();
}
