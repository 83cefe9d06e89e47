package io.d365hub.deadletter.query;

import io.d365hub.deadletter.query.Expression.And;
import io.d365hub.deadletter.query.Expression.Between;
import io.d365hub.deadletter.query.Expression.Is;
import io.d365hub.deadletter.query.Expression.Not;
import io.d365hub.deadletter.query.Expression.Or;
import io.d365hub.deadletter.query.Expression.Payload;
import io.d365hub.deadletter.query.Expression.StartsWith;
import io.d365hub.deadletter.query.Expression.Text;
import java.util.List;
import java.util.stream.Collectors;

/** A query in words that may be kept for ever: record keys, payload values and searched words may be personal and are left out. */
final class Outline {

    private static final String LEFT_OUT = "...";
    private static final String ALL = "all letters";

    private Outline() {}

    static String of(Expression expression) {
        if (expression instanceof And and) {
            return and.parts().isEmpty() ? ALL : joined(and.parts(), " and ");
        }
        if (expression instanceof Or or) {
            return or.parts().isEmpty() ? ALL : joined(or.parts(), " or ");
        }
        if (expression instanceof Not not) {
            return "not " + part(not.part());
        }
        if (expression instanceof Is is) {
            return is.field().word() + ":" + (is.field() == Field.KEY ? LEFT_OUT : is.value());
        }
        if (expression instanceof StartsWith starts) {
            return starts.field().word() + ":" + starts.beginning() + "*";
        }
        if (expression instanceof Between between) {
            return times(between);
        }
        if (expression instanceof Payload payload) {
            return Field.PAYLOAD + payload.name() + ":" + LEFT_OUT;
        }
        return expression instanceof Text ? Field.TEXT.word() + ":" + LEFT_OUT : LEFT_OUT;
    }

    private static String joined(List<Expression> parts, String word) {
        return parts.stream().map(Outline::part).collect(Collectors.joining(word));
    }

    private static String part(Expression part) {
        boolean compound = (part instanceof And and && and.parts().size() > 1)
                || (part instanceof Or or && or.parts().size() > 1)
                || (part instanceof Between between
                        && between.from().isPresent()
                        && between.before().isPresent());
        return compound ? "(" + of(part) + ")" : of(part);
    }

    private static String times(Between between) {
        String word = between.field().word();
        String from = between.from().map(time -> word + ">=" + time).orElse("");
        String before = between.before().map(time -> word + "<" + time).orElse("");
        return from + (from.isEmpty() || before.isEmpty() ? "" : " and ") + before;
    }
}
