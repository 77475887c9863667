package org.rtm.api;

import org.osgi.annotation.versioning.ConsumerType;

/** A method that an entity offers to the others (RTM_ENTITY_EXPORT_METHOD). */
@ConsumerType
@FunctionalInterface
public interface ExportedMethod {
    /**
     * Runs the method, on the caller's thread, with no lock held. What input and output mean is for
     * the two entities to agree.
     *
     * @param caller who called; belongs to the RTM and is valid until this returns
     * @param callee whose method this is; belongs to the RTM and is valid until this returns
     * @param input what the caller passed, its type reduced to the bit of this method
     * @return the method's status and output
     * @throws Exception to fail: the caller gets {@link RtmStatus#GEN_FAILURE} for this method, the
     *     reason is logged
     */
    MethodResult invoke(Entity caller, Entity callee, MethodInput input) throws Exception;
}
