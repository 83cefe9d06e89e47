package io.d365hub.simulator.store;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Makes small pictures of large ones. */
final class Thumbnail {

    /** How wide and high it is at most. */
    private static final int MOST_PIXELS = 144;

    private Thumbnail() {}

    /** A small PNG; what is no picture that can be read, or is small already, stays as it is. */
    static byte[] of(byte[] picture) {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(picture))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return picture;
            }
            ImageReader reader = readers.next();
            try {
                return small(reader, in, picture);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // The readers throw what they like at pictures that are broken.
            return picture;
        }
    }

    /** Leaves pixels out while it reads, so that the picture is never whole in memory, however large it says it is. */
    private static byte[] small(ImageReader reader, ImageInputStream in, byte[] picture) throws IOException {
        reader.setInput(in, true, true);
        int longest = Math.max(reader.getWidth(0), reader.getHeight(0));
        if (longest <= MOST_PIXELS) {
            return picture;
        }
        int step = (longest + MOST_PIXELS - 1) / MOST_PIXELS;
        ImageReadParam parameters = reader.getDefaultReadParam();
        parameters.setSourceSubsampling(step, step, 0, 0);
        BufferedImage read = reader.read(0, parameters);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        return ImageIO.write(read, "png", bytes) ? bytes.toByteArray() : picture;
    }
}
