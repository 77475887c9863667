package org.rtm.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** A handle to a registered entity, the caller's own or another's (RTM_ENTITY_HANDLE). */
@ProviderType
public interface Entity extends Handle<Entity> {
    /**
     * Tells who the entity is (RtmGetEntityInfo).
     *
     * @return the information that it registered with, the instance always present
     * @throws RtmException {@code INVALID_HANDLE} if this handle was given back or its registration
     *     has ended
     */
    EntityInfo info();

    /**
     * Says whether the entity is still registered. Beyond RTMv2.
     *
     * @return false once its registration has ended
     * @throws RtmException {@code INVALID_HANDLE} if this handle was given back or its registration
     *     has ended
     */
    boolean isRegistered();

    /**
     * Tells which methods the entity exports (RtmGetEntityMethods). The methods themselves stay
     * with the RTM, which guards every invocation.
     *
     * @return a bit for each method
     * @throws RtmException {@code INVALID_HANDLE} if this handle was given back or its registration
     *     has ended
     */
    int methods();

    /**
     * Invokes methods of the entity, in the order of their bits, on this thread (RtmInvokeMethod).
     * Waits while the entity blocks its methods.
     *
     * @param input which methods, and their input; with {@link MethodType#ALL_METHODS} those that
     *     there are
     * @return an output for each method asked for, in the order of their bits
     * @throws RtmException {@code INVALID_HANDLE} if this handle was given back, its registration
     *     has ended, or the entity has ended or is ending, also while this waits; {@code
     *     POSSIBLE_DEADLOCK} if the entity blocks its methods and this thread runs a call-back or
     *     method of that entity, or an invocation that it began
     */
    List<MethodOutput> invoke(MethodInput input);
}
