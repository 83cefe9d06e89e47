package io.d365hub.simulator.model;

/**
 * The names of the columns that the service adds to an image.
 *
 * @param id of the image's id
 * @param timestamp of when it came
 * @param url of where it is
 */
public record ImageCompanions(String id, String timestamp, String url) {

    public static ImageCompanions of(ColumnDefinition image) {
        return of(image.logicalName());
    }

    /** The names in the spelling of the image's own name, logical or schema name. */
    public static ImageCompanions of(String image) {
        return new ImageCompanions(image + "id", image + "_timestamp", image + "_url");
    }
}
