package io.d365hub.batch.file.format;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * A file that may be packed with gzip or as a zip of one file. What is unpacked is counted: a file that grows beyond the
 * limits is refused, whatever its header claims.
 *
 * @param mostBytes largest content, bytes
 * @param mostRatio most bytes of content for one packed byte; checked from {@link #RATIO_FROM} on
 */
public record Packing(long mostBytes, int mostRatio) {

    /** Small files may well be packed a thousandfold. */
    static final long RATIO_FROM = 10L << 20;

    public static final Packing DEFAULTS = new Packing(20L << 30, 200);

    private static final int BUFFER = 1 << 16;

    /** The file's content, unpacked when its name ends with {@code .gz} or {@code .zip}. */
    public FileContent content(String name, Path file) {
        return content(name, file, Long.MAX_VALUE);
    }

    /** The same of the first bytes of a file that may be growing. */
    public FileContent content(String name, Path file, long bytes) {
        return new FileContent() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public InputStream open() throws IOException {
                return unpacked(name, Files.newInputStream(file), bytes);
            }

            @Override
            public Path path() {
                return file;
            }
        };
    }

    private InputStream unpacked(String name, InputStream file, long bytes) throws IOException {
        String ending = name.toLowerCase(Locale.ROOT);
        Counted packed = new Counted(new BufferedInputStream(file, BUFFER), bytes);
        try {
            if (ending.endsWith(".gz")) {
                return new Guarded(new GZIPInputStream(packed, BUFFER), packed::count, name);
            }
            if (ending.endsWith(".zip")) {
                return new Guarded(onlyEntry(new ZipInputStream(packed), name), packed::count, name);
            }
            return packed;
        } catch (FileRefusedException e) {
            file.close();
            throw e;
        } catch (IOException e) {
            file.close();
            throw damaged(name);
        }
    }

    private static InputStream onlyEntry(ZipInputStream zip, String name) throws IOException {
        if (nextFile(zip) == null) {
            throw new FileRefusedException(
                    "zip", name + " was not read.", "There is no file in it.", "Deliver a zip of one file.");
        }
        return new FilterInputStream(zip) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int count = super.read(target, offset, length);
                if (count < 0 && nextFile(zip) != null) {
                    throw new FileRefusedException(
                            "zip",
                            "Nothing behind the first file in " + name + " was read.",
                            "There are several files in it.",
                            "Deliver each file in a zip of its own.");
                }
                return count;
            }
        };
    }

    /** What a Macintosh adds beside the file is passed over, as are folders. */
    private static ZipEntry nextFile(ZipInputStream zip) throws IOException {
        ZipEntry entry = zip.getNextEntry();
        while (entry != null && (entry.isDirectory() || entry.getName().startsWith("__MACOSX/"))) {
            entry = zip.getNextEntry();
        }
        return entry;
    }

    /**
     * Reads every part of a workbook, which is a zip itself, without keeping anything.
     *
     * @throws FileRefusedException when it unpacks to more than the limits
     */
    void checkParts(FileContent workbook) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long packed = Files.size(workbook.path());
        try (ZipFile zip = new ZipFile(workbook.path().toFile());
                InputStream parts = new Guarded(new SequenceInputStream(parts(zip)), () -> packed, workbook.name())) {
            int count = parts.read(buffer, 0, BUFFER);
            while (count >= 0) {
                count = parts.read(buffer, 0, BUFFER);
            }
        } catch (FileRefusedException e) {
            throw e;
        } catch (IOException | UncheckedIOException e) {
            throw damaged(workbook.name());
        }
    }

    /** By the directory at its end: programs that write workbooks in one go put sizes behind the parts, in a form that readers in one go do not know. */
    @SuppressWarnings("JdkObsolete") // what SequenceInputStream takes
    private static Enumeration<InputStream> parts(ZipFile zip) {
        Iterator<? extends ZipEntry> entries = zip.entries().asIterator();
        return new Enumeration<>() {
            @Override
            public boolean hasMoreElements() {
                return entries.hasNext();
            }

            @Override
            public InputStream nextElement() {
                try {
                    return zip.getInputStream(entries.next());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    private static FileRefusedException damaged(String name) {
        return new FileRefusedException(
                "unpack",
                name + " was not read to its end.",
                "It is damaged, or not packed the way its name says.",
                "Have it packed and delivered again.");
    }

    /** Counts, and ends after so many bytes. */
    private static final class Counted extends FilterInputStream {

        private final long most;
        private long count;

        Counted(InputStream in, long most) {
            super(in);
            this.most = most;
        }

        long count() {
            return count;
        }

        @Override
        public int read() throws IOException {
            int b = count < most ? super.read() : -1;
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (count >= most) {
                return -1;
            }
            int read = super.read(target, offset, (int) Math.min(length, most - count));
            count += Math.max(read, 0);
            return read;
        }
    }

    private final class Guarded extends FilterInputStream {

        private final LongSupplier packed;
        private final String name;
        private long unpacked;

        Guarded(InputStream in, LongSupplier packed, String name) {
            super(in);
            this.packed = packed;
            this.name = name;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count;
            try {
                count = super.read(target, offset, length);
            } catch (FileRefusedException e) {
                throw e;
            } catch (IOException e) {
                throw damaged(name);
            }
            unpacked += Math.max(count, 0);
            if (unpacked > mostBytes) {
                throw refused("It unpacks to more than " + mostBytes + " bytes.", "unpackLimit");
            }
            if (unpacked > RATIO_FROM && unpacked / Math.max(1, packed.getAsLong()) > mostRatio) {
                throw refused("It unpacks to more than " + mostRatio + " times its size.", "unpackRatio");
            }
            return count;
        }

        private FileRefusedException refused(String why, String option) {
            return new FileRefusedException(
                    "unpack-limit",
                    name + " was not read.",
                    why,
                    "Find out who made it; raise " + option + " of the source when files are meant to be so.");
        }
    }
}
