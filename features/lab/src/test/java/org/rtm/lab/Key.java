package org.rtm.lab;

/** How neighbours on a link know each other. */
record Key(Kind kind, String secret) {
    static final Key NONE = new Key(Kind.NONE, "");

    enum Kind {
        NONE,
        PASSWORD,
        MD5,
        SHA_256
    }

    static Key password(String secret) {
        return new Key(Kind.PASSWORD, secret);
    }

    /** Key number 1. */
    static Key md5(String secret) {
        return new Key(Kind.MD5, secret);
    }

    /** Key number 1. FRR has no such keys. */
    static Key sha256(String secret) {
        return new Key(Kind.SHA_256, secret);
    }
}
