package org.rtm.impl.entity;

import java.util.List;
import org.rtm.api.Entity;
import org.rtm.api.EntityInfo;
import org.rtm.api.HandleKind;
import org.rtm.api.MethodInput;
import org.rtm.api.MethodOutput;
import org.rtm.api.RtmStatus;
import org.rtm.impl.table.Owner;

/** A handle to an entity. */
final class EntityHandle extends AbstractHandle<Entity> implements Entity {
    private final Owner owner;

    EntityHandle(Registration registration, Owner owner) {
        super(registration);
        this.owner = owner;
    }

    @Override
    Owner target() {
        return owner;
    }

    @Override
    public HandleKind kind() {
        return HandleKind.ENTITY;
    }

    @Override
    public Entity reference() {
        requireUsable();
        return new EntityHandle(registration(), owner).counted(EntityHandle.class);
    }

    @Override
    public EntityInfo info() {
        requireUsable();
        return owner.info();
    }

    @Override
    public boolean isRegistered() {
        requireUsable();
        return registration().roster().live(owner) != null;
    }

    @Override
    public int methods() {
        requireUsable();
        Registration live = registration().roster().live(owner);
        return live == null ? 0 : live.methods().mask();
    }

    @Override
    public List<MethodOutput> invoke(MethodInput input) {
        requireUsable();
        Registration live = registration().roster().live(owner);
        if (live == null) {
            throw RtmStatus.INVALID_HANDLE.because(
                    "the registration of %s has ended", owner.info().name());
        }
        return live.methods().invoke(registration(), input);
    }

    @Override
    public String toString() {
        return "entity " + owner.info().name();
    }
}
